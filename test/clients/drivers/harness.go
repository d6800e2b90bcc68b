// What drivers.py asks of the recipe for pgx; its Program has the protocol.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

func tell(parts ...string) {
	fmt.Println(strings.ReplaceAll(strings.Join(parts, "\t"), "\n", " "))
}

func field(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case pgtype.Numeric:
		text, err := v.Value()
		if err != nil {
			panic(err)
		}
		return fmt.Sprintf("pgtype.Numeric %v", text)
	case time.Time:
		return "time.Time " + v.Format(time.RFC3339Nano)
	}
	return fmt.Sprintf("%T %v", value, value)
}

func calls(text string) ([]Call, error) {
	var all []Call
	for _, row := range strings.Split(text, ";") {
		f := strings.Split(row, "|")
		at, err := time.Parse(time.RFC3339Nano, f[0])
		if err != nil {
			return nil, err
		}
		call := Call{OccurredAt: at, Source: f[1], SourceKey: f[2], Agent: f[3], WorkItem: f[4]}
		if f[5] != "" {
			if err := call.Cost.Scan(f[5]); err != nil {
				return nil, err
			}
		}
		all = append(all, call)
	}
	return all, nil
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "github.com/jackc/pgx/v5" {
			return module.Version + "\t" + runtime.Version()
		}
	}
	return "unknown"
}

func readText(ctx context.Context, db *pgx.Conn, query string) (string, error) {
	rows, err := read(ctx, db, query)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, row := range rows {
		var fields []string
		for _, value := range row {
			fields = append(fields, field(value))
		}
		lines = append(lines, strings.Join(fields, "\x1f"))
	}
	return strings.Join(lines, "\x1e"), nil
}

func write(ctx context.Context, db *pgx.Conn, what, argument string) (string, error) {
	rows, err := calls(argument)
	if err != nil {
		return "", err
	}
	var count int64
	switch what {
	case "load":
		count, err = load(ctx, db, rows)
	case "copy":
		count, err = copyCalls(ctx, db, rows)
	default:
		err = errors.New("unknown request " + what)
	}
	return fmt.Sprint(count), err
}

func answer(ctx context.Context, db *pgx.Conn, what, argument string) (string, error) {
	switch what {
	case "version":
		return version(), nil
	case "read":
		return readText(ctx, db, argument)
	}
	return write(ctx, db, what, argument)
}

func main() {
	ctx := context.Background()
	db, err := connect(ctx, os.Args[1], func(message string) { tell("warning", message) })
	if err != nil {
		panic(err)
	}
	requests := bufio.NewScanner(os.Stdin)
	requests.Buffer(nil, 1<<20)
	for requests.Scan() {
		what, argument, _ := strings.Cut(requests.Text(), "\t")
		text, err := answer(ctx, db, what, argument)
		var failure *pgconn.PgError
		switch {
		case errors.As(err, &failure):
			tell("error", failure.Code, failure.Message)
		case err != nil:
			tell("error", "", err.Error())
		default:
			tell("done", text)
		}
	}
}
