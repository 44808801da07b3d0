package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"

	"paperboy/api/access"
	"paperboy/api/certs"
	"paperboy/api/lists"
	"paperboy/data/fetch/fetchtest"
	"paperboy/data/format/formattest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"paperboy": main})
}

// TestScripts runs testdata/script. Beside testscript's own commands they have:
//
//	exits CODE PROGRAM ARGS...   the program ends with this code
//	start PROGRAM ARGS...        the program runs on, with a pipe as its standard input
//	saw TEXT                     it has written a line with this text; waits for it
//	feed COUNT                   gives it that many papers as JSON lines
//	end SIGNAL [CODE]            (INT, TERM, KILL) ends it; unless by KILL its code must be CODE, else 0
//	hangup                       sends it SIGHUP
//	ask STATUS METHOD URL [HEADER=VALUE...]
//	                             sends a request, perhaps to a host of its own (Host=), and
//	                             writes the answer to stdout; any certificate is accepted
//	secret                       sets $ID and $SECRET to those of the API key just printed as JSON
//	cert NAME                    writes cert.pem and key.pem, a certificate of its own making
//	await FILE TEXT              waits until a file has this text
//	papers FILE COUNT            writes a file of papers as JSON lines
//	zst FILE OUT [half]          compresses a file, and perhaps keeps only half of it
//	repository                   sets $OAI to a repository of three pages of papers; see newRepository
//	services                     starts services that have the papers of package fetchtest, and sets
//	                             $ARXIV and so on to flags with their addresses, $SITE to that of pages
//	pdf FILE LINE...             writes a PDF with lines of text
//	flip FILE TEXT               flips one bit of the first letter of a text in a file
//	zero FILE PAGE               makes a page of 4096 bytes zeros, counted from 0
//	keys                         sets $EDIT and $READ to those of the list just printed as JSON
func TestScripts(t *testing.T) {
	sample, err := filepath.Abs("../../data/sample/daily-papers-search-page.txt")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SAMPLE", sample)
			env.Setenv("PAPERBOY_DATA", filepath.Join(env.WorkDir, "data"))
			env.Values[runningKey{}] = &running{}
			env.Values[repositoryKey{}] = &repository{silent: make(chan struct{})}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":  exits,
			"start":  start,
			"saw":    saw,
			"feed":   feed,
			"end":    end,
			"hangup": hangup,
			"ask":    ask,
			"secret": secret,
			"cert":   writeCert,
			"await":  await,
			"papers": writePapers,
			"zst":    compress,
			"keys":   keys,
			"flip":   flip,
			"zero":   zero,
			"pdf":    writePDF,

			"repository": newRepository,
			"services":   services,
		},
	})
}

func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s exits with %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// running is the program that start began.
type running struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	lines chan string // of its stdout and stderr; closed when it has ended
	fed   int
}

type runningKey struct{}

func current(ts *testscript.TestScript) *running {
	return ts.Value(runningKey{}).(*running)
}

func start(ts *testscript.TestScript, _ bool, args []string) {
	r := current(ts)
	path, err := exec.LookPath(args[0])
	ts.Check(err)
	*r = running{cmd: exec.Command(path, args[1:]...), lines: make(chan string, 1000)}
	r.cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"HOME", "PATH", "PAPERBOY_DATA", "PAPERBOY_TOKEN"} {
		r.cmd.Env = append(r.cmd.Env, name+"="+ts.Getenv(name))
	}
	r.stdin, err = r.cmd.StdinPipe()
	ts.Check(err)
	output, writer, err := os.Pipe()
	ts.Check(err)
	r.cmd.Stdout, r.cmd.Stderr = writer, writer
	ts.Check(r.cmd.Start())
	ts.Check(writer.Close())
	cmd, lines := r.cmd, r.lines
	go func() {
		defer close(lines)
		defer output.Close()
		for scanner := bufio.NewScanner(output); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	ts.Defer(func() {
		cmd.Process.Kill()
		for range lines {
		}
		cmd.Wait()
	})
}

// saw also sets $SERVER, when the line is a server's that says where it is.
func saw(ts *testscript.TestScript, _ bool, args []string) {
	for line := range current(ts).lines {
		ts.Logf("%s", line)
		var greeting struct{ Address string }
		if json.Unmarshal([]byte(line), &greeting) == nil && greeting.Address != "" {
			ts.Setenv("SERVER", greeting.Address)
			_, address, _ := strings.Cut(greeting.Address, "://")
			ts.Setenv("ADDR", address)
		}
		if strings.Contains(line, args[0]) {
			return
		}
	}
	ts.Fatalf("it ended without a line that has %q", args[0])
}

func feed(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	r := current(ts)
	_, err = r.stdin.Write(somePapers(r.fed, n))
	ts.Check(err)
	r.fed += n
}

func end(ts *testscript.TestScript, _ bool, args []string) {
	r := current(ts)
	signals := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "KILL": syscall.SIGKILL}
	ts.Check(r.cmd.Process.Signal(signals[args[0]]))
	for line := range r.lines {
		ts.Logf("%s", line)
	}
	want := "0"
	if len(args) > 1 {
		want = args[1]
	}
	r.cmd.Wait()
	if got := strconv.Itoa(r.cmd.ProcessState.ExitCode()); got != want && args[0] != "KILL" {
		ts.Fatalf("after SIG%s it exits with %s, want %s", args[0], got, want)
	}
}

func hangup(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(current(ts).cmd.Process.Signal(syscall.SIGHUP))
}

func ask(ts *testscript.TestScript, _ bool, args []string) {
	request, err := http.NewRequest(args[1], args[2], nil)
	ts.Check(err)
	for _, header := range args[3:] {
		name, value, _ := strings.Cut(header, "=")
		if request.Header.Set(name, value); name == "Host" {
			request.Host = value
		}
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}}
	answer, err := client.Do(request)
	ts.Check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if fmt.Fprintf(ts.Stdout(), "%s", body); strconv.Itoa(answer.StatusCode) != args[0] {
		ts.Fatalf("%s %s: %s, want %s\n%s", args[1], args[2], answer.Status, args[0], body)
	}
}

func writeCert(ts *testscript.TestScript, _ bool, args []string) {
	certificate, err := certs.SelfSigned(args[0])
	ts.Check(err)
	private, err := x509.MarshalPKCS8PrivateKey(certificate.PrivateKey)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("cert.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]}), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
}

// await ends with the test's own deadline where the text never comes.
func await(ts *testscript.TestScript, _ bool, args []string) {
	for {
		text, err := os.ReadFile(ts.MkAbs(args[0]))
		if err == nil && strings.Contains(string(text), args[1]) {
			return
		}
		runtime.Gosched()
	}
}

func secret(ts *testscript.TestScript, _ bool, _ []string) {
	var key access.KeySecret
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &key))
	ts.Setenv("ID", key.ID)
	ts.Setenv("SECRET", key.Secret)
}

func writePapers(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), somePapers(0, n), 0o600))
}

// somePapers are n papers as JSON lines, numbered from first on, with a word of
// its own each.
func somePapers(first, n int) []byte {
	var b bytes.Buffer
	for i := first; i < first+n; i++ {
		fmt.Fprintf(&b, `{"id":"test:%d","title":"On the number%d of things","abstract":"A thing that is counted.","authors":["Ada Count%d"],"date":"2020-01-02"}`+"\n", i, i, i)
	}
	return b.Bytes()
}

func compress(ts *testscript.TestScript, _ bool, args []string) {
	encoder, err := zstd.NewWriter(nil)
	ts.Check(err)
	packed := encoder.EncodeAll([]byte(ts.ReadFile(args[0])), nil)
	if len(args) > 2 {
		packed = packed[:len(packed)/2]
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), packed, 0o600))
}

func flip(ts *testscript.TestScript, _ bool, args []string) {
	text := []byte(ts.ReadFile(args[0]))
	at := bytes.Index(text, []byte(args[1]))
	if at < 0 {
		ts.Fatalf("no %q in %s", args[1], args[0])
	}
	for ; at >= 0; at = bytes.Index(text, []byte(args[1])) { // a page that is no longer used may have it too
		text[at] ^= 1
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o600))
}

func zero(ts *testscript.TestScript, _ bool, args []string) {
	text := []byte(ts.ReadFile(args[0]))
	page, err := strconv.Atoi(args[1])
	ts.Check(err)
	clear(text[page*4096 : (page+1)*4096])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o600))
}

func keys(ts *testscript.TestScript, _ bool, _ []string) {
	var list lists.List
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &list))
	ts.Setenv("EDIT", string(list.EditKey))
	ts.Setenv("READ", string(list.ReadKey))
}

func services(ts *testscript.TestScript, _ bool, _ []string) {
	net := fetchtest.Start()
	ts.Defer(net.Close)
	for _, word := range net.Words() {
		name, address, _ := strings.Cut(word, "=")
		ts.Setenv(strings.ToUpper(name), "--add-source="+name+"="+address)
	}
	ts.Setenv("SITE", net.URL)
}

func writePDF(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), formattest.PDF("", args[1:]...), 0o600))
}
