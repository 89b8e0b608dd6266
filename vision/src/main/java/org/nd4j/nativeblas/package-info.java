/** One class by the old name under which Deeplearning4j looks for oneDNN. */
@NullMarked
package org.nd4j.nativeblas;

import org.jspecify.annotations.NullMarked;
