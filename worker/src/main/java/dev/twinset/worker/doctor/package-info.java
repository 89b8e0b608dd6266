@NullMarked
package dev.twinset.worker.doctor;

import org.jspecify.annotations.NullMarked;
