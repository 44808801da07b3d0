package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"paperboy/api/access"
	"paperboy/api/certs"
	"paperboy/api/client"
	"paperboy/api/library"
	"paperboy/data/figures"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
)

// TokenVariable is the environment variable with the token or API key for a server.
const TokenVariable = "PAPERBOY_TOKEN"

// A Place says where a program finds papers: in a data folder, or at a server.
type Place struct {
	// Dir is the data folder.
	Dir string
	// Server is the URL of a server to use instead of Dir, or "".
	Server string
	// TokenFile has the token or an API key for a server; empty: $PAPERBOY_TOKEN, otherwise the
	// token in Dir.
	TokenFile string
	// Command is the name of the program for others that find the folder in use.
	Command string
	// Version is that of the program.
	Version string
	// StartEmpty allows a new library in a folder that had one whose store was lost.
	StartEmpty bool
	// MinFree returns how many bytes to leave free on the disk of a folder; nil: none.
	MinFree func(dir string) (int64, error)
	// Notice gets sentences about what takes long or does not work; nil: they are dropped.
	Notice func(string)
}

// HasPapers reports whether there may be papers. A folder has none before the first ingest.
func (p Place) HasPapers() bool {
	return p.Server != "" || folder.HasPapers(p.Dir) || folder.HasHeldLibrary(p.Dir)
}

// noPapers is the error for a folder that never had papers.
func (p Place) noPapers() error {
	return fmt.Errorf("there are no papers in %s yet: 'paperboy ingest FILE' adds some, 'paperboy serve' starts with a sample", p.Dir)
}

// Open returns the papers, with an index that is up to date if possible, and a function that closes
// them. Its error matters to a program that has written. A folder without papers is an error.
func (p Place) Open(ctx context.Context) (Papers, func() error, error) {
	if !p.HasPapers() {
		return Papers{}, nil, p.noPapers()
	}
	return p.OpenAny(ctx)
}

// OpenAny is like Open, but also opens a folder without papers.
func (p Place) OpenAny(ctx context.Context) (Papers, func() error, error) {
	return p.open(ctx, func(l *Library) error { return l.CatchUp(ctx, p.Notice) })
}

// OpenBehind is like Open, but does not wait until the index is up to date.
func (p Place) OpenBehind(ctx context.Context) (Papers, func() error, error) {
	if !p.HasPapers() {
		return Papers{}, nil, p.noPapers()
	}
	return p.open(ctx, func(*Library) error { return nil })
}

// open opens the papers and calls catchUp with the library if it is in this process.
func (p Place) open(ctx context.Context, catchUp func(*Library) error) (Papers, func() error, error) {
	l, remote, err := p.reach(ctx)
	if err != nil {
		return Papers{}, nil, err
	}
	if remote != nil {
		return Papers{server: remote}, noClose, nil
	}
	if err := catchUp(l); ctx.Err() != nil {
		return Papers{}, nil, errors.Join(err, l.Close())
	} else if err != nil && p.Notice != nil {
		p.Notice(fmt.Sprintf("the newest papers cannot be searched yet: %v", err))
	}
	return Papers{service: l.Service}, l.Close, nil
}

// OpenTarget returns the target of an ingest, and a function that closes it.
func (p Place) OpenTarget(ctx context.Context) (Target, func() error, error) {
	l, remote, err := p.reach(ctx)
	if err != nil {
		return nil, nil, err
	}
	if remote != nil {
		return remote, noClose, nil
	}
	return l, l.Close, nil
}

func noClose() error { return nil }

// reach opens the data folder, or returns a client of the server that has it open.
func (p Place) reach(ctx context.Context) (*Library, *client.Client, error) {
	f, remote, err := p.claim(ctx)
	if f == nil {
		return nil, remote, err
	}
	l, err := p.OpenFolder(ctx, f)
	return l, nil, err
}

// claim claims the data folder, or returns a client of the server that has it open.
func (p Place) claim(ctx context.Context) (*folder.Folder, *client.Client, error) {
	address, pin := p.Server, ""
	if address == "" {
		f, running, err := folder.ClaimOrServer(ctx, p.Dir, p.Command)
		if err != nil || f != nil {
			return f, nil, err
		}
		address, pin = running, folder.ServerOf(p.Dir).Pin
	}
	token, err := p.Token()
	if err != nil {
		return nil, nil, err
	}
	remote, err := client.New(address, token, certs.PinnedClient(pin))
	return nil, remote, err
}

// Options returns how the library in a folder is opened.
func (p Place) Options(f *folder.Folder) (Options, error) {
	o := Options{Options: folder.Options{StartEmpty: p.StartEmpty, Options: sqlite.Options{Packing: p.packing()}}, Version: p.Version}
	if p.MinFree != nil {
		minFree, err := p.MinFree(f.Dir)
		if err != nil {
			return Options{}, err
		}
		o.MinFree = minFree
	}
	return o, nil
}

// manyPapers is the number of papers from which packing takes longer than a moment.
const manyPapers = 10_000

// packing returns a function that reports the progress of packing the texts of an older store, at
// most twenty times.
func (p Place) packing() func(done, total int) {
	if p.Notice == nil {
		return nil
	}
	shown := 0
	return func(done, total int) {
		if part := done * 20 / total; total >= manyPapers && part > shown {
			shown = part
			p.Notice(fmt.Sprintf("the papers are written in a form that takes half the space: %s of %s", figures.Thousands(done), figures.Count(total, "paper")))
		}
	}
}

// OpenFolder opens the library in a claimed folder, with a service. The result owns the folder,
// which is released on an error.
func (p Place) OpenFolder(ctx context.Context, f *folder.Folder) (*Library, error) {
	o, err := p.Options(f)
	if err != nil {
		return nil, errors.Join(err, f.Release())
	}
	return OpenService(ctx, f, o)
}

// Token returns the token or API key that a program sends to a server: from TokenFile, otherwise
// $PAPERBOY_TOKEN, otherwise the data folder. It is empty if there is none, which is enough for
// reading an open server.
func (p Place) Token() (string, error) {
	file := p.TokenFile
	if file == "" {
		if token := os.Getenv(TokenVariable); token != "" {
			return token, nil
		}
		file = filepath.Join(p.Dir, folder.TokenFile)
	}
	text, err := os.ReadFile(file)
	if err != nil && (p.TokenFile != "" || !errors.Is(err, fs.ErrNotExist)) {
		return "", fmt.Errorf("read token: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// OwnToken returns the token of a server, which its own commands send. It must not be an API key:
// $PAPERBOY_TOKEN may hold the key for another server, which would then allow everything here.
func (p Place) OwnToken() (string, error) {
	token, err := p.Token()
	if strings.HasPrefix(token, access.SecretPrefix) {
		return "", fmt.Errorf("the token of a server cannot be an API key (%s...): unset $%s, or choose another --token-file", access.SecretPrefix, TokenVariable)
	}
	return token, err
}

// Rejects returns the file at path for the records that an ingest rejects; empty: that of NewRejects.
func (p Place) Rejects(path string) *library.RejectsFile {
	if path == "" {
		return p.NewRejects()
	}
	return &library.RejectsFile{Path: path}
}

// NewRejects returns a new file in the data folder for the records that an ingest rejects.
func (p Place) NewRejects() *library.RejectsFile {
	name := time.Now().UTC().Format("20060102T150405.000Z") + ".jsonl"
	return &library.RejectsFile{Path: filepath.Join(p.Dir, folder.RejectsDir, name)}
}

// NewWatch returns a watch without what it calls. It ignores the data folder.
func (p Place) NewWatch(settle time.Duration) *library.Watch {
	seen := func(watched string) string { return folder.SeenFile(p.Dir, p.Server, watched) }
	return &library.Watch{Settle: settle, SeenFile: seen, Except: []string{p.Dir}}
}
