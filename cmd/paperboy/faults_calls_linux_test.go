package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paperboy/data/sharedtest"
	"paperboy/data/store/sqlite/folder"
)

// TestFaultsOfFiles lets the nth write, sync, read, rename or other call on the files of the
// store and of the index fail with EIO or ENOSPC, once or from then on, while the program
// ingests papers; strace does so on the real program. It has to end by itself with a
// message; then, on sound files again, the folder has to be whole, with all that was
// acknowledged in it, and take the papers that were not.
func TestFaultsOfFiles(t *testing.T) {
	if err := exec.Command("strace", "-V").Run(); err != nil {
		t.Logf("strace: %v", err)
		sharedtest.Require(t, "strace")
	}
	dir := t.TempDir()
	papers := filepath.Join(dir, "papers.jsonl")
	writeFaultPapers(t, papers)
	trials, failedCalls := max(6, *faultTrials/40), 0
	for i := range trials {
		seed := *faultFirst + uint64(i)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			c := newCallFault(rand.New(rand.NewPCG(seed, 8)), filepath.Join(dir, fmt.Sprint(seed)))
			defer os.RemoveAll(c.data)
			if c.ingest(t, papers) {
				failedCalls++
			}
		})
	}
	t.Logf("%d trials, calls failed in %d", trials, failedCalls)
	if failedCalls == 0 && trials > 10 {
		t.Error("no call failed")
	}
}

const faultPapers = 1500

func writeFaultPapers(t *testing.T, path string) {
	t.Helper()
	var lines bytes.Buffer
	for i := range faultPapers {
		fmt.Fprintf(&lines, `{"id":"t:%d","title":"Paper about item%d","abstract":%q}`+"\n", i, i, strings.Repeat("alpha beta gamma ", 20))
	}
	if err := os.WriteFile(path, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// callFault is one kind of call that fails.
type callFault struct {
	data, log             string
	calls, failure, after string
	files                 []string
}

func newCallFault(random *rand.Rand, data string) *callFault {
	c := &callFault{data: data, log: data + ".strace"}
	calls := []string{"pwrite64", "write", "fsync", "fdatasync", "pread64", "ftruncate", "rename,renameat,renameat2", "openat", "mmap", "pwrite64,write", "fsync,fdatasync", "unlink,unlinkat"}
	c.calls = calls[random.IntN(len(calls))]
	if c.failure = []string{"EIO", "ENOSPC"}[random.IntN(2)]; c.calls == "mmap" {
		c.failure = "ENOMEM"
	}
	c.after = fmt.Sprint([]int{1, 2, 3, 4, 5, 7, 10, 20, 40, 80, 200}[random.IntN(11)])
	if random.IntN(2) == 0 {
		c.after += "+" // and all calls after that one
	}
	store := []string{"", "-wal", "-journal", "-shm"}
	which := random.IntN(3)
	if strings.HasPrefix(c.calls, "unlink") {
		which = 0 // a rollback journal that cannot be removed is the store's own matter
	}
	for _, suffix := range store {
		if which != 0 {
			c.files = append(c.files, filepath.Join(data, folder.StoreFile)+suffix)
		}
	}
	if which != 1 {
		index := filepath.Join(data, folder.IndexDir)
		c.files = append(c.files, filepath.Join(index, "CURRENT"), filepath.Join(index, "CURRENT.new"))
		generation := filepath.Join(index, "generation-1")
		c.files = append(c.files, filepath.Join(generation, "root.bolt"), filepath.Join(generation, "root.bolt.new"))
		for segment := range 24 {
			c.files = append(c.files, filepath.Join(generation, fmt.Sprintf("%012x.zap", segment)))
		}
	}
	return c
}

// strace is the command that runs the program with the fault.
func (c *callFault) strace(args ...string) []string {
	command := []string{"strace", "-f", "-qq", "-o", c.log, "-e", "trace=" + c.calls,
		"-e", fmt.Sprintf("inject=%s:error=%s:when=%s", c.calls, c.failure, c.after)}
	for _, file := range c.files {
		command = append(command, "-P", file)
	}
	return append(append(command, "paperboy"), args...)
}

// ingest runs one trial, and reports whether a call failed in it.
func (c *callFault) ingest(t *testing.T, papers string) bool {
	code, output := runProgram(t, c.strace("ingest", "--data", c.data, papers)...)
	if code != 0 && code != 1 || strings.Contains(output, "goroutine ") || strings.Contains(output, "panic: ") {
		t.Errorf("%+v\nexit code %d\n%s", c, code, output)
	}
	acknowledged := code == 0
	if checked, problems := runProgram(t, "paperboy", "check", "--data", c.data); checked != 0 {
		t.Errorf("%+v\ncheck: exit code %d\n%s", c, checked, problems)
	}
	again, report := runProgram(t, "paperboy", "ingest", "--data", c.data, papers)
	if again != 0 || acknowledged && !strings.Contains(report, " 0 new") && strings.Contains(report, "new") {
		t.Errorf("%+v\ningested again after exit code %d: exit code %d\n%s", c, code, again, report)
	}
	_, answer := runProgram(t, "paperboy", "search", "--data", c.data, "--json", `"alpha beta"`)
	var found struct{ Total int }
	if err := json.Unmarshal([]byte(answer[max(0, strings.Index(answer, "{")):]), &found); err != nil || found.Total != faultPapers {
		t.Errorf("%+v\n%d papers in the end, want %d: %v\n%s", c, found.Total, faultPapers, err, answer)
	}
	log, err := os.ReadFile(c.log)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(log, []byte("INJECTED"))
}

// hangsAfter is when a program is taken to hang.
const hangsAfter = time.Minute

// runProgram runs a program to its end, or fails the test.
func runProgram(t *testing.T, command ...string) (code int, output string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	timer := time.AfterFunc(hangsAfter, func() { cmd.Process.Kill() })
	var out bytes.Buffer
	cmd.Stdout = &out
	cmd.Stderr = &out
	err := cmd.Run()
	if !timer.Stop() {
		t.Fatalf("%s hangs\n%s", strings.Join(command, " "), &out)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}
