"""Reviews as pages: read by everybody, written and answered by those whom they concern, moderated by staff."""
