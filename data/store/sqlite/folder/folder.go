// Package folder is the data folder of a library that is kept in SQLite: who has it open,
// which library it holds, and how its store is opened, restored, mended and saved.
//
//	Claim --> Folder --> OpenStore
//	             |
//	             +--> ReplaceStore, Repair, Recover, BackUp
//
// One process has a folder at a time: it holds the lock, and says in lock.json who it is
// and, if it is a server, in server.json where it listens. The store is the record. A
// folder whose store is missing, empty or another library's is never taken for a new one.
//
// The index is a folder of its own within this one, which only is named here.
package folder

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// The files of a data folder. The store is the record and the token its key;
// the rest can be lost.
const (
	StoreFile  = "papers.db"
	IndexDir   = "index"
	TokenFile  = "token"       // the secret for writing, mode 0600
	RejectsDir = "rejects"     // records that ingests refused, one file a run
	WatchedDir = "watched"     // which files of watched folders were taken
	BackupsDir = "backups"     // stores that others took the place of
	LockFile   = "lock"        // held by the one process that has the folder open
	holderFile = "lock.json"   // who that is
	ServerFile = "server.json" // where it listens, if it is a server
)

// lockWait bounds how long a command waits for another that holds the folder:
// enough for one that is just ending, not enough to look like hanging.
const lockWait = 2 * time.Second

// Holder says which process has a data folder open.
type Holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
	// Address is the base URL of a server, empty for any other command.
	Address string `json:"address,omitempty"`
	// Pin is the SHA-256, in hex, of the certificate that a server with TLS shows to those
	// who ask for localName.
	Pin string `json:"certificate_sha256,omitempty"`
}

// HeldError says that another process has the folder open and is no server
// that could be asked.
type HeldError struct {
	dir string
	Holder
}

func (e *HeldError) Error() string {
	by := "another process"
	if e.PID != 0 {
		by = fmt.Sprintf("paperboy %s (pid %d)", e.Command, e.PID)
	}
	return fmt.Sprintf("data folder %s is in use by %s: wait for it, or stop it", e.dir, by)
}

// Folder is a data folder that this process has to itself.
type Folder struct {
	Dir    string
	lock   *flock.Flock // nil where there is nothing to lock
	Holder Holder
	// ReadOnly is why the folder cannot be written to; nil where it can.
	ReadOnly error
}

// Path returns the path of a file in the folder.
func (f *Folder) Path(name string) string { return filepath.Join(f.Dir, name) }

// Claim makes the data folder if need be and takes its lock. It returns a
// *HeldError at once when another process has it.
func Claim(dir, command string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open data folder: %w", err)
	}
	lock, got, readOnly, err := lockFolder(dir)
	if err != nil {
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	f := &Folder{Dir: dir, lock: lock, ReadOnly: readOnly}
	if !got {
		held := &HeldError{dir: dir}
		// Who holds it may not have said so yet: an unnamed Holder is still one.
		_ = readJSON(filepath.Join(dir, holderFile), &held.Holder)
		return nil, held
	}
	f.Holder = Holder{PID: os.Getpid(), Command: command, Since: time.Now().UTC()}
	if f.ReadOnly != nil {
		return f, nil
	}
	if err := errors.Join(f.Retract(), remove(f.Path(holderFile))); err != nil {
		return nil, errors.Join(fmt.Errorf("open data folder: %w", err), f.lock.Unlock())
	}
	// Only messages need it, and a full disk is no reason not to read.
	_ = writeJSON(f.Path(holderFile), f.Holder)
	return f, nil
}

// Announce publishes the address on which this process serves the folder.
// Where that cannot be written, other commands find the folder held by no server they
// know of.
func (f *Folder) Announce(address string) error {
	f.Holder.Address = address
	if err := writeJSON(f.Path(ServerFile), f.Holder); err != nil && !CannotWrite(err) {
		return err
	}
	return nil
}

// Retract takes the address back, when it is about to stop answering.
func (f *Folder) Retract() error {
	if f.ReadOnly != nil {
		return nil
	}
	return remove(f.Path(ServerFile))
}

// Release gives the folder up. What stands in it about this process goes
// first, so that a server.json is never older than the lock.
func (f *Folder) Release() error {
	if f.ReadOnly != nil {
		if f.lock == nil {
			return nil
		}
		return f.lock.Unlock()
	}
	return errors.Join(f.Retract(), remove(f.Path(holderFile)), f.lock.Unlock())
}

// ClaimOrServer claims the folder or, where a server has it, returns that
// server's address instead. It waits lockWait for any other Holder to end.
func ClaimOrServer(ctx context.Context, dir, command string) (*Folder, string, error) {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	for {
		f, err := Claim(dir, command)
		var held *HeldError
		if !errors.As(err, &held) {
			return f, "", err
		}
		var server Holder
		if readJSON(filepath.Join(dir, ServerFile), &server) == nil && server.Address != "" {
			return nil, server.Address, nil
		}
		select {
		case <-ctx.Done():
			return nil, "", held
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// MakeToken gives the folder a new secret for writing. Where it cannot be written it is
// this process's alone.
func (f *Folder) MakeToken() (string, error) {
	var secret [24]byte
	rand.Read(secret[:])
	token := hex.EncodeToString(secret[:])
	if err := writeAtomically(f.Path(TokenFile), []byte(token+"\n")); err != nil && !CannotWrite(err) {
		return "", fmt.Errorf("make token: %w", err)
	}
	return token, nil
}

// writeAtomically replaces a file of mode 0600 in one step.
func writeAtomically(path string, text []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = temp.Write(text)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		os.Remove(temp.Name())
	}
	return err
}

func writeJSON(path string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return writeAtomically(path, append(text, '\n'))
}

func readJSON(path string, value any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, value)
}

// remove deletes a file that may be absent.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// unclaimed is a folder that is only read, and that others may have open.
func unclaimed(dir string) *Folder {
	return &Folder{Dir: dir, ReadOnly: errors.New("it is not changed")}
}

// HasPapers reports whether a folder has a store.
func HasPapers(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, StoreFile))
	return err == nil
}

// HasHeldLibrary reports whether a folder shows signs of a library.
func HasHeldLibrary(dir string) bool { return len((&Folder{Dir: dir}).signs()) > 0 }

// ServerOf returns what the server that has a folder open says of itself; the zero Holder
// where there is none.
func ServerOf(dir string) (server Holder) {
	_ = readJSON(filepath.Join(dir, ServerFile), &server)
	return server
}
