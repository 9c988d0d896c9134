/** Going live: what is switched on, who switched it, and what that lets the engine do. */
package dev.cosell.operate.live;
