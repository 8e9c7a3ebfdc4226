package io.groundcrew.codecollection.robot;

/** One cell of a row. The line is that of the file, since a statement may continue over several. */
record Cell(String value, int line) {}
