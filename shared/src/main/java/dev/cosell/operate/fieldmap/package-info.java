/** The life of the field map: which version is in use, what another one would do, and whether it still suits the world. */
package dev.cosell.operate.fieldmap;
