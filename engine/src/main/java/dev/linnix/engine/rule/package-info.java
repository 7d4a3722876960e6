/** Rules: their schema, their files, and every problem a file can have. */
@NullMarked
package dev.linnix.engine.rule;

import org.jspecify.annotations.NullMarked;
