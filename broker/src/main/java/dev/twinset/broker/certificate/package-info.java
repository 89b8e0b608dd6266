@NullMarked
package dev.twinset.broker.certificate;

import org.jspecify.annotations.NullMarked;
