package io.groundcrew.codecollection.robot;

/**
 * One cell of a row.
 *
 * @param line of the file, 1-based, since a statement may continue over several
 * @param column where it starts in the line, 0-based, in code points
 */
record Cell(String value, int line, int column) {

    int end() {
        return column + value.codePointCount(0, value.length());
    }
}
