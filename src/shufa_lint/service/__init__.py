"""What stays up and serves: editors, a shared folder, a page in the browser."""
