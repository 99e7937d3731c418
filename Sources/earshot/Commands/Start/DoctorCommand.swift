import ArgumentParser
import Assembly
import Settings
import Signals

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the configuration and everything it names.",
        discussion: "Each line is ok, or says what to do. Exit code 1 when something is to be done."
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func run() async throws {
        let findings = await Examination(store.configuration.file, store: store.named).findings()
        if output.json {
            var writer = JSONWriter()
            for finding in findings { writer.append(finding) }
            try StandardOutput.write(writer.bytes)
        } else {
            for finding in findings {
                let mark = finding.isFine ? "ok  " : "MEND"
                try StandardOutput.print("\(mark)  \(finding.what): \(SafeText.line(finding.message))")
            }
        }
        if findings.contains(where: { !$0.isFine }) { throw ExitCode(ExitStatus.no) }
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ finding: Finding) {
        raw("{\"what\":")
        append(finding.what)
        raw(",\"ok\":")
        append(finding.isFine)
        raw(",\"message\":")
        append(finding.message)
        raw("}\n")
    }
}
