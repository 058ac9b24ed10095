"""The tab for reading the paper itself: issues, pages as they were split, whole pieces, filters."""
