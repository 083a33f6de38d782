"""Live questions: asking, upvoting, moderating, answering."""
