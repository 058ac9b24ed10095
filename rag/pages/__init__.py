"""Files and folders -> pages: lines that a citation can point at, and what a person knows of them beforehand."""
