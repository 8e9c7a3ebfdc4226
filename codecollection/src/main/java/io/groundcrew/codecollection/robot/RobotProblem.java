package io.groundcrew.codecollection.robot;

/**
 * What is wrong in a Robot file.
 *
 * @param line 1-based; 0 for the whole file
 * @param fatal whether Robot could not run what it concerns
 * @param message a sentence
 */
public record RobotProblem(int line, boolean fatal, String message) {}
