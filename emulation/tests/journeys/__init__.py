"""What the browser journeys share: people at their desks, and the situations they find."""
