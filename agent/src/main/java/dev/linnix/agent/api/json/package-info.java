/** The shapes of the API's JSON: records only, turned into text by code generated at compile time. */
@NullMarked
package dev.linnix.agent.api.json;

import org.jspecify.annotations.NullMarked;
