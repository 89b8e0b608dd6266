@NullMarked
package dev.twinset.trainer.evaluate.onnx;

import org.jspecify.annotations.NullMarked;
