// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command says that it did not work: {@code error: what and why}, then indented what to type next. Immutable. */
final class Errors {
    static final int FAILED = 1;
    static final int WRONG_USE = 2;

    private Errors() {}

    static int wrongCommandLine(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println(
                "  " + command.getCommandSpec().qualifiedName() + " --help lists what there is. Nothing was started.");
        return WRONG_USE;
    }

    static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof BoxerException known) {
            err.println("error: " + known.getMessage());
            return known.code() == ErrorCode.USER ? WRONG_USE : FAILED;
        }
        err.println("error: this should not have happened: " + failure);
        failure.printStackTrace(err);
        return FAILED;
    }
}
