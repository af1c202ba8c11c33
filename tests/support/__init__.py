"""What several tests share: a made-up course, reading HTML strictly, and driving widgets."""
