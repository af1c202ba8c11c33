"""Live widgets: events only. ``faces`` says what they show, ``scoring`` what is right."""
