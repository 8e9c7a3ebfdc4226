package io.groundcrew.codecollection.catalog;

import io.groundcrew.codecollection.nativebundle.NativeReading;
import io.groundcrew.codecollection.robot.RobotFile;

/** What was read from one content, whatever its path. */
sealed interface ReadFile permits ReadFile.Robot, ReadFile.Native, GenerationRuleFile {

    record Robot(RobotFile file) implements ReadFile {}

    record Native(NativeReading reading) implements ReadFile {}
}
