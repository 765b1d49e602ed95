// Shows the API's operations. A signed-in person's calls carry the session cookie and the CSRF token.
"use strict";

const place = document.getElementById("swagger-ui");

function csrfToken() {
  const found = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
  return found ? decodeURIComponent(found[1]) : "";
}

window.ui = SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  persistAuthorization: false,
  requestInterceptor: (request) => {
    if (new URL(request.url, location.href).origin === location.origin && !/^(GET|HEAD)$/i.test(request.method || "GET")) {
      request.headers["X-CSRFToken"] = csrfToken();
    }
    return request;
  },
});
