"""The corpus as people keep it: pages added and removed with their index, an overview of it, readers' feedback."""
