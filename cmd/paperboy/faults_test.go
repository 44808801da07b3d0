package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The flags of TestFaults. `go test ./cmd/paperboy -run Faults -faults 10000` is a long run,
// `-faultseed N` repeats one trial.
var (
	faultTrials = flag.Int("faults", trialsByDefault(), "how many random programs TestFaults runs; $PAPERBOY_FAULTS, else 60")
	faultSeed   = flag.Uint64("faultseed", 0, "the one program that TestFaults runs; 0: 1, 2, 3 and so on")
	faultFirst  = flag.Uint64("faultfirst", 1, "the first program that TestFaults runs")
)

// trialsByDefault is for tests of several packages at once, which take no flag of one.
func trialsByDefault() int {
	if n, err := strconv.Atoi(os.Getenv("PAPERBOY_FAULTS")); err == nil {
		return n
	}
	return 60
}

// failedSeeds are programs that have failed once, each with what was wrong.
var failedSeeds = map[uint64]string{
	28:   "Check read a segment by its name after a merge had removed the file",
	316:  "a segment that was cut off before it was shown was tried for ever and never rebuilt",
	1141: "as 316",
}

// TestFaults runs random programs on a store, an index and an ingester as the program wires
// them: papers are ingested, replaced, deleted, restored, merged and parted, reading lists
// change, the index is rebuilt beside all that, backups are made and taken back, the
// library is closed and crashes, files of the index are damaged, the disk fills up, and
// goroutines panic. After each step the store, the index and the answers of both are
// compared with a model in memory.
func TestFaults(t *testing.T) {
	folder := faultFolder(t)
	if *faultSeed != 0 {
		runFaults(t, folder, *faultSeed)
		return
	}
	for seed, why := range failedSeeds {
		if !runFaults(t, folder, seed) {
			t.Fatalf("it was for this: %s", why)
		}
	}
	start, steps, failed := time.Now(), map[string]int{}, []uint64{}
	for i := range *faultTrials {
		seed := *faultFirst + uint64(i)
		if !runFaultsCounting(t, folder, seed, steps) {
			failed = append(failed, seed)
			t.Logf("repeat it with: go test ./cmd/paperboy -run Faults -faultseed %d", seed)
		}
		if len(failed) == maxFailed {
			break
		}
	}
	t.Logf("%d programs in %s, %d failed %v: %s", *faultTrials, time.Since(start).Round(time.Second), len(failed), failed, counts(steps))
}

// maxFailed is how many programs may fail before a run ends.
const maxFailed = 10

func counts(steps map[string]int) string {
	var all []string
	for name, n := range steps {
		all = append(all, fmt.Sprintf("%s %d", name, n))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// smallDiskBytes is the disk of the programs: large enough for a few hundred papers twice.
const smallDiskBytes = "48m"

// faultFolder is a disk of its own, so that it can be filled; a plain folder where nothing
// can be mounted.
func faultFolder(t *testing.T) string {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+smallDiskBytes, "tmpfs", dir).CombinedOutput(); err != nil {
		if slices.Contains(strings.Split(os.Getenv("PAPERBOY_REQUIRE"), ","), "mount") {
			t.Fatalf("mount is missing, and PAPERBOY_REQUIRE lists it: %v: %s", err, out)
		}
		t.Logf("no disk is filled: mount: %v: %s", err, out)
		return dir
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("unmount: %v: %s", err, out)
		}
	})
	return dir
}

func runFaults(t *testing.T, folder string, seed uint64) bool {
	return runFaultsCounting(t, folder, seed, map[string]int{})
}

// runFaultsCounting runs one program and adds up its steps.
func runFaultsCounting(t *testing.T, folder string, seed uint64, steps map[string]int) bool {
	return t.Run(fmt.Sprint(seed), func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		dir := filepath.Join(folder, fmt.Sprint(seed))
		defer os.RemoveAll(dir)
		f := &faulty{T: t, ctx: ctx, random: rand.New(rand.NewPCG(seed, 7)), disk: folder, root: dir, model: newModel()}
		defer f.end()
		defer func() {
			if t.Failed() {
				f.mu.Lock()
				defer f.mu.Unlock()
				t.Logf("program %d:\n%s\nreported:\n%s", seed, strings.Join(f.log, "\n"), strings.Join(f.reports, "\n"))
			}
		}()
		f.open()
		for range 6 + f.random.IntN(14) {
			step := f.choose()
			steps[step.name]++
			f.note("%s", step.name)
			step.run(f)
			f.compare()
		}
	})
}

// step is one kind of step of a program; weight is how often it is chosen.
type step struct {
	name   string
	weight int
	run    func(*faulty)
}

var faultSteps []step

func init() {
	faultSteps = []step{
		{"ingest", 10, (*faulty).ingest},
		{"replace", 4, (*faulty).replace},
		{"delete", 5, (*faulty).remove},
		{"restore papers", 3, (*faulty).undelete},
		{"merge", 4, (*faulty).merge},
		{"unmerge", 4, (*faulty).unmerge},
		{"list", 4, (*faulty).changeList},
		{"reindex", 4, (*faulty).reindex},
		{"backup", 2, (*faulty).backUp},
		{"restore", 2, (*faulty).restore},
		{"reopen", 2, (*faulty).reopen},
		{"crash", 3, (*faulty).crash},
		{"crash in a reindex", 2, (*faulty).crashInReindex},
		{"panic", 4, (*faulty).panicSomewhere},
		{"live damage", 2, (*faulty).damageLive},
		{"cold damage", 2, (*faulty).damageCold},
		{"full disk", 2, (*faulty).fillDisk},
	}
}

func (f *faulty) choose() step {
	total := 0
	for _, s := range faultSteps {
		total += s.weight
	}
	n := f.random.IntN(total)
	for _, s := range faultSteps {
		if n -= s.weight; n < 0 {
			return s
		}
	}
	panic("unreachable")
}
