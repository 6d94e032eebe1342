"""Reading words from pixels: engines behind one interface, the preparation that pays, and boxes mapped back to the page."""
