/** Where the values of a run's secrets come from: one small type a kind of store, behind one interface. */
@NullMarked
package io.groundcrew.worker.secrets;

import org.jspecify.annotations.NullMarked;
