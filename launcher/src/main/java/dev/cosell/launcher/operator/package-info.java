/** What an operator asks of an app that runs, here or in Azure, from the command line. */
package dev.cosell.launcher.operator;
