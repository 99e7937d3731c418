import Hummingbird
import Pipeline
import Signals

/// Answers a supervisor: `/health` while the program lives, `/ready` with 503 while nothing can be heard or kept.
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
            writer.raw(",\"degraded\":")
            writer.append(health.isDegraded)
            writer.raw(",\"faults\":")
            writer.append(health.faults)
            writer.raw("}")
            return Response(status: health.isReady ? .ok : .serviceUnavailable, json: writer)
        }
    }
}

extension JSONWriter {
    /// Codes and our own words; what the other side said stays here.
    mutating func append(_ faults: [Health.Fault]) {
        raw("[")
        for (index, fault) in faults.enumerated() {
            raw(index == 0 ? "{\"what\":" : ",{\"what\":")
            append(fault.part.name)
            raw(",\"code\":")
            append(fault.cause.code.rawValue)
            raw(",\"reason\":")
            append(fault.cause.ours)
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
