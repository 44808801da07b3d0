// Package folder manages the data folder of a library that is stored in SQLite: which process
// has it open, which library it holds, and how its store is opened, restored, repaired and
// salvaged.
//
//	Claim --> Folder --> OpenStore
//	             |
//	             +--> ReplaceStore, Repair, Recover, BackUp
//
// Only one process has a folder open at a time. It holds the lock and describes itself in
// lock.json and, if it is a server, writes its address to server.json. The store is the only
// file that can't be rebuilt. A folder whose store is missing, empty or that of another library
// is never taken for a new one.
//
// The index is in a folder within the data folder; this package only knows its name.
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

// The files of a data folder. The store holds the library, and the token protects it. The other
// files may be lost.
const (
	StoreFile  = "papers.db"
	IndexDir   = "index"
	TokenFile  = "token"       // the secret for writing, mode 0600
	RejectsDir = "rejects"     // rejected records, one file per ingest
	WatchedDir = "watched"     // which files of watched folders were read
	BackupsDir = "backups"     // stores that were replaced
	LockFile   = "lock"        // held by the process that has the folder open
	holderFile = "lock.json"   // describes that process
	ServerFile = "server.json" // its address, if it is a server
)

// lockWait bounds how long a command waits for another one that holds the folder. It suffices for
// a command that is about to end, and is too short to look like a hang.
const lockWait = 2 * time.Second

// Holder describes the process that has a data folder open.
type Holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
	// Address is the base URL of a server, or "" for any other command.
	Address string `json:"address,omitempty"`
	// Pin is the SHA-256, in hex, of the certificate that a server with TLS presents to
	// commands on this machine.
	Pin string `json:"certificate_sha256,omitempty"`
}

// HeldError says that another process has the folder open, and that it is not a server to which a
// request could be sent.
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

// Folder is a data folder. This process has it to itself, unless it is Unclaimed.
type Folder struct {
	Dir    string
	lock   *flock.Flock // nil if there is nothing to lock
	Holder Holder
	// ReadOnly is the reason why the folder can't be written to, or nil.
	ReadOnly error
}

// Path returns the path of a file in the folder.
func (f *Folder) Path(name string) string { return filepath.Join(f.Dir, name) }

// Claim creates the data folder if necessary and takes its lock. If another process has it, Claim
// returns a *HeldError at once.
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
		// The holder may not have written its file yet; it holds the folder nevertheless.
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
	// Ignore the error: the file is only for messages, and a full disk must not prevent reading.
	_ = writeJSON(f.Path(holderFile), f.Holder)
	return f, nil
}

// Announce publishes the address on which this process serves the folder. If it can't be
// written, other commands see that the folder is held but don't find the server.
func (f *Folder) Announce(address string) error {
	f.Holder.Address = address
	if err := writeJSON(f.Path(ServerFile), f.Holder); err != nil && !CannotWrite(err) {
		return err
	}
	return nil
}

// Retract withdraws the address, before the server stops answering.
func (f *Folder) Retract() error {
	if f.ReadOnly != nil {
		return nil
	}
	return remove(f.Path(ServerFile))
}

// Release releases the folder. It first removes the files about this process, so that a
// server.json is never older than the lock.
func (f *Folder) Release() error {
	if f.ReadOnly != nil {
		if f.lock == nil {
			return nil
		}
		return f.lock.Unlock()
	}
	return errors.Join(f.Retract(), remove(f.Path(holderFile)), f.lock.Unlock())
}

// ClaimOrServer claims the folder or, if a server has it, returns that server's Holder instead.
// It waits up to lockWait for any other Holder to end.
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

// MakeToken creates a new secret for writing and stores it in the folder. If it can't be stored,
// only this process knows it.
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

// unclaimed returns a folder that is only read, and that other processes may have open.
func unclaimed(dir string) *Folder {
	return &Folder{Dir: dir, ReadOnly: errors.New("it is not changed")}
}

// HasPapers reports whether a folder has a store.
func HasPapers(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, StoreFile))
	return err == nil
}

// HasHeldLibrary reports whether a folder shows signs of having held a library.
func HasHeldLibrary(dir string) bool { return len((&Folder{Dir: dir}).signs()) > 0 }

// ServerOf returns the Holder of the server that has a folder open, or the zero Holder if there is
// none.
func ServerOf(dir string) (server Holder) {
	_ = readJSON(filepath.Join(dir, ServerFile), &server)
	return server
}
