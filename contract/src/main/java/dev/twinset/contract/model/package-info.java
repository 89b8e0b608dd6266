/** Which model answers: the topic of models. */
@NullMarked
package dev.twinset.contract.model;

import org.jspecify.annotations.NullMarked;
