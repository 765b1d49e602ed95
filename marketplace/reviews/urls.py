"""The addresses of reviews."""

from django.urls import path

from marketplace.reviews.api import moderation, reading, writing
from marketplace.reviews.pages import desk, lists, reporting
from marketplace.reviews.pages import writing as writing_pages

api_urlpatterns = [
    path("listings/<slug:slug>/reviews", reading.ListingReviewsView.as_view(), name="listing-reviews"),
    path("reviews", writing.ReviewsView.as_view(), name="reviews"),
    path("reviews/<uuid:id>", writing.ReviewView.as_view(), name="review"),
    path("reviews/<uuid:id>/withdrawal", writing.ReviewWithdrawalView.as_view(), name="review-withdrawal"),
    path("reviews/<uuid:id>/moderation", moderation.ModerationView.as_view(), name="review-moderation"),
    path("reviews/<uuid:id>/history", writing.ReviewHistoryView.as_view(), name="review-history"),
    path("replies", writing.RepliesView.as_view(), name="replies"),
    path("replies/<uuid:id>", writing.ReplyView.as_view(), name="reply"),
    path("review-reports", moderation.ReportsView.as_view(), name="review-reports"),
]
page_urlpatterns = [
    path("catalog/<slug:slug>/reviews/", lists.reviews, name="reviews_page"),
    path("c/<slug:code>/<slug:slug>/reviews/", lists.reviews, name="channel-reviews-page"),
    path("catalog/<slug:slug>/reviews/write/", writing_pages.write, name="write_review_page"),
    path("reviews/<uuid:review_id>/reply/", writing_pages.reply, name="reply_page"),
    path("reviews/<uuid:review_id>/report/", reporting.report, name="report_page"),
    path("desk/reviews/", desk.moderation, name="desk_reviews"),
    path("desk/reviews/<uuid:review_id>/", desk.decide, name="desk_review_decision"),
]
