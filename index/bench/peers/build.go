package peers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// sources are the programs of the peers.
//
//go:embed build.sh lucene/pom.xml lucene/src tantivy/Cargo.toml tantivy/src
var sources embed.FS

// A program is that of a peer.
type program struct {
	name, version string
	// folder has its sources here and, below Options.Dir, also the built program and its index.
	folder string
	warm   float64 // see engine
}

// The just-in-time compiler of Java needs thousands of queries; the others only fill caches.
const (
	ourWarmUp     = .5
	tantivyWarmUp = .5
	luceneWarmUp  = 2
)

// The versions are those of lucene/pom.xml and tantivy/Cargo.toml.
var programs = []program{
	{"Lucene", "10.6.0", "lucene", luceneWarmUp},
	{"Tantivy", "0.27.0", "tantivy", tantivyWarmUp},
}

// missingToolchain is the exit status of build.sh if a toolchain is missing.
const missingToolchain = 3

// indexThreads is the number of threads, and of cores, for building an index.
const indexThreads = 2

// addPeer builds a program and its index of the papers with a key, and adds it to the engines. If a
// toolchain is missing, it adds the reason to the report instead.
func (r *run) addPeer(ctx context.Context, p program, key string) error {
	sum, missing, err := r.build(ctx, p)
	if err != nil {
		return err
	}
	if missing != "" {
		r.report.Missing = append(r.report.Missing, fmt.Sprintf("%s is left out: %s", p.name, missing))
		return nil
	}
	built, err := r.index(ctx, p, key+":"+sum)
	if err != nil {
		return err
	}
	r.report.Engines = append(r.report.Engines, p.name+" "+p.version)
	r.engines = append(r.engines, engine{p.name, []string{r.path(p, "run"), "answer", r.path(p, "index")}, p.warm})
	engine := len(r.engines) - 1
	r.cost(costIn, engine, float64(r.report.Papers)/built.Seconds)
	r.cost(costIndex, engine, float64(built.Bytes)/float64(r.report.TextBytes))
	return nil
}

// path returns the path of a file of a program.
func (r *run) path(p program, name string) string { return filepath.Join(r.Dir, p.folder, name) }

// build builds a program unless that was done before from the same sources. It returns a checksum of
// these, or which toolchain is missing.
func (r *run) build(ctx context.Context, p program) (sum, missing string, err error) {
	if sum, err = r.unpack(p); err != nil {
		return "", "", err
	}
	sumFile := r.path(p, "built.sum")
	if before, err := os.ReadFile(sumFile); err == nil && string(before) == sum {
		return sum, "", nil
	}
	r.Progress("building " + p.name)
	cmd := exec.CommandContext(ctx, "sh", filepath.Join(r.Dir, "build.sh"), p.folder)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, r.Log
	err = cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == missingToolchain {
		return "", strings.TrimSpace(out.String()), nil
	}
	if err != nil {
		return "", "", fmt.Errorf("build: %w", err)
	}
	return sum, "", os.WriteFile(sumFile, []byte(sum), 0o600)
}

// unpack writes the sources of a program and build.sh to r.Dir, and returns a checksum of them.
func (r *run) unpack(p program) (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(sources, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path != "build.sh" && !strings.HasPrefix(path, p.folder+"/") {
			return err
		}
		content, err := sources.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(hash, "%s %d\n%s", path, len(content), content)
		target := filepath.Join(r.Dir, filepath.FromSlash(path))
		if old, err := os.ReadFile(target); err == nil && bytes.Equal(old, content) {
			return nil // Cargo would compile a file with a newer time again
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o600)
	})
	return hex.EncodeToString(hash.Sum(nil)), err
}

// A built index is one of a peer.
type built struct {
	// Key identifies papers and program.
	Key     string
	Seconds float64
	Bytes   int64
}

// index builds the index of a peer unless that was done before.
func (r *run) index(ctx context.Context, p program, key string) (built, error) {
	record := r.path(p, "index.json")
	var known built
	if content, err := os.ReadFile(record); err == nil && json.Unmarshal(content, &known) == nil && known.Key == key {
		return known, nil
	}
	r.Progress("indexing with " + p.name)
	folder := r.path(p, "index")
	if err := os.RemoveAll(folder); err != nil {
		return built{}, err
	}
	cmd := exec.CommandContext(ctx, r.path(p, "run"), "index", filepath.Join(r.Dir, papersFile), folder, fmt.Sprint(indexThreads))
	cmd.Env = append(os.Environ(), fmt.Sprint("PEERS_CORES=", indexThreads))
	cmd.Stdout, cmd.Stderr = r.Log, r.Log
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return built{}, fmt.Errorf("index: %w", err)
	}
	b := built{Key: key, Seconds: time.Since(begin).Seconds()}
	var err error
	if b.Bytes, err = size(folder); err != nil {
		return built{}, err
	}
	content, err := json.Marshal(b)
	if err != nil {
		return built{}, err
	}
	return b, os.WriteFile(record, content, 0o600)
}

// size returns the size of the files in a folder.
func size(folder string) (bytes int64, err error) {
	err = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	return bytes, err
}
