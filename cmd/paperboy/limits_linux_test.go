package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A line of 100 MB is one rejected record and is never held in memory.
func TestHugeLineIsRejectedInLittleMemory(t *testing.T) {
	const hugeBytes, maxResident = 100 << 20, 300 << 20
	file := filepath.Join(t.TempDir(), "huge.jsonl")
	writeHugeLine(t, file, hugeBytes)

	cmd := exec.CommandContext(t.Context(), "paperboy", "ingest", "--data", t.TempDir(), file)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Run()
	if got := cmd.ProcessState.ExitCode(); got != exitRejected {
		t.Fatalf("exit code %d, want %d\n%s%s", got, exitRejected, &stdout, &stderr)
	}
	for _, want := range []string{"3 records, 2 new, 1 rejected", "line_too_long, first at line 2"} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("output has no %q:\n%s", want, &stdout)
		}
	}
	resident := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss * 1024
	t.Logf("at most %d MB resident", resident>>20)
	if resident > maxResident {
		t.Errorf("%d MB resident at most, want no more than %d", resident>>20, maxResident>>20)
	}
}

// writeHugeLine writes a good paper, one whose abstract has size bytes, and
// another good one.
func writeHugeLine(t *testing.T, file string, size int) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	w.WriteString(`{"title":"Before"}` + "\n" + `{"title":"Huge","abstract":"`)
	word := []byte("abundance ")
	for n := 0; n < size; n += len(word) {
		w.Write(word)
	}
	w.WriteString(`"}` + "\n" + `{"title":"After"}` + "\n")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
