@NullMarked
package dev.twinset.trainer.calibration;

import org.jspecify.annotations.NullMarked;
