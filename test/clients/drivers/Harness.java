import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What drivers.py asks of the recipe for JDBC; its Program has the protocol. */
public class Harness {
    private final Connection db;
    private final Connection rewriting;

    Harness(String url) throws SQLException {
        db = DriverManager.getConnection(url);
        rewriting = DriverManager.getConnection(url + "&reWriteBatchedInserts=true");
    }

    static void tell(String... parts) {
        System.out.println(String.join("\t", parts).replace('\n', ' '));
        System.out.flush();
    }

    static String field(Object value) {
        if (value == null)
            return "";
        return value.getClass().getSimpleName() + " " + (value instanceof BigDecimal number ? number.toPlainString() : value);
    }

    static List<Call> calls(String text) {
        return Stream.of(text.split(";")).map(row -> row.split("\\|", -1))
            .map(f -> new Call(OffsetDateTime.parse(f[0]), f[1], f[2], f[3], f[4], f[5].isEmpty() ? null : new BigDecimal(f[5])))
            .collect(Collectors.toList());
    }

    String answer(String what, String argument) throws Exception {
        return switch (what) {
            case "version" -> db.getMetaData().getDriverVersion() + "\tJava " + System.getProperty("java.version");
            case "read" -> Ledger.read(db, argument).stream()
                .map(row -> Stream.of(row).map(Harness::field).collect(Collectors.joining("\u001f"))).collect(Collectors.joining("\u001e"));
            case "load" -> Arrays.toString(Ledger.load(db, calls(argument)));
            case "load_rewritten" -> Arrays.toString(Ledger.load(rewriting, calls(argument)));
            case "copy" -> String.valueOf(Ledger.copy(db, new StringReader(argument.replace('|', ',').replace(';', '\n') + "\n")));
            default -> throw new IllegalArgumentException("unknown request " + what);
        };
    }

    public static void main(String[] arguments) throws Exception {
        Harness harness = new Harness(arguments[0]);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();

        System.setErr(new PrintStream(warnings, true));
        for (String line; (line = requests.readLine()) != null;) {
            String[] request = line.split("\t", 2);
            try {
                String answer = harness.answer(request[0], request.length > 1 ? request[1] : "");
                if (warnings.size() > 0)
                    tell("warning", warnings.toString());
                tell("done", answer);
            } catch (SQLException error) {
                tell("error", error.getSQLState(), error.getMessage());
            }
            warnings.reset();
        }
    }
}
