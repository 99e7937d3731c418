import Hummingbird
import Pipeline
import Signals

/// What a supervisor asks: whether the program lives, and whether what is heard is kept.
///
/// Answers hold no heard text.
struct HealthRoutes {
    let health: Health

    func add<Context: RequestContext>(to router: Router<Context>) {
        router.get("health") { _, _ in Response(status: .ok, json: #"{"status":"ok"}"#) }
        router.get("ready") { _, _ in
            var writer = JSONWriter()
            writer.raw("{\"ready\":")
            writer.append(health.isReady)
            writer.raw(",\"faults\":")
            writer.append(health.faults)
            writer.raw("}")
            return Response(status: health.isReady ? .ok : .serviceUnavailable, json: writer)
        }
    }
}

extension JSONWriter {
    mutating func append(_ faults: [(part: Health.Part, reason: String)]) {
        raw("[")
        for (index, fault) in faults.enumerated() {
            raw(index == 0 ? "{\"what\":" : ",{\"what\":")
            append(fault.part.name)
            raw(",\"reason\":")
            append(fault.reason)
            raw("}")
        }
        raw("]")
    }
}

extension Response {
    init(status: HTTPResponse.Status, json: borrowing JSONWriter) {
        self.init(
            status: status,
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: json.bytes + [0x0A]))
        )
    }

    init(status: HTTPResponse.Status, json: String) {
        self.init(
            status: status,
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: json + "\n"))
        )
    }
}
