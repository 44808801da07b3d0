package main

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
	storeFile  = "papers.db"
	indexDir   = "index"
	tokenFile  = "token"       // the secret for writing, mode 0600
	rejectsDir = "rejects"     // records that ingests refused, one file a run
	watchedDir = "watched"     // which files of watched folders were taken
	backupsDir = "backups"     // stores that others took the place of
	lockFile   = "lock"        // held by the one process that has the folder open
	holderFile = "lock.json"   // who that is
	serverFile = "server.json" // where it listens, if it is a server
)

// lockWait bounds how long a command waits for another that holds the folder:
// enough for one that is just ending, not enough to look like hanging.
const lockWait = 2 * time.Second

// holder says which process has a data folder open.
type holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
	// Address is the base URL of a server, empty for any other command.
	Address string `json:"address,omitempty"`
}

// heldError says that another process has the folder open and is no server
// that could be asked.
type heldError struct {
	dir string
	holder
}

func (e *heldError) Error() string {
	by := "another process"
	if e.PID != 0 {
		by = fmt.Sprintf("paperboy %s (pid %d)", e.Command, e.PID)
	}
	return fmt.Sprintf("data folder %s is in use by %s: wait for it, or stop it", e.dir, by)
}

// folder is a data folder that this process has to itself.
type folder struct {
	dir    string
	lock   *flock.Flock // nil where there is nothing to lock
	holder holder
	// readOnly is why the folder cannot be written to; nil where it can.
	readOnly error
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }

// claim makes the data folder if need be and takes its lock. It returns a
// *heldError at once when another process has it.
func claim(dir, command string) (*folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open data folder: %w", err)
	}
	lock, got, readOnly, err := lockFolder(dir)
	if err != nil {
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	f := &folder{dir: dir, lock: lock, readOnly: readOnly}
	if !got {
		held := &heldError{dir: dir}
		// Who holds it may not have said so yet: an unnamed holder is still one.
		_ = readJSON(filepath.Join(dir, holderFile), &held.holder)
		return nil, held
	}
	f.holder = holder{PID: os.Getpid(), Command: command, Since: time.Now().UTC()}
	if f.readOnly != nil {
		return f, nil
	}
	if err := errors.Join(f.retract(), remove(f.path(holderFile))); err != nil {
		return nil, errors.Join(fmt.Errorf("open data folder: %w", err), f.lock.Unlock())
	}
	// Only messages need it, and a full disk is no reason not to read.
	_ = writeJSON(f.path(holderFile), f.holder)
	return f, nil
}

// announce publishes the address on which this process serves the folder.
// Where that cannot be written, other commands find the folder held by no server they
// know of.
func (f *folder) announce(address string) error {
	f.holder.Address = address
	if err := writeJSON(f.path(serverFile), f.holder); err != nil && !cannotWrite(err) {
		return err
	}
	return nil
}

// retract takes the address back, when it is about to stop answering.
func (f *folder) retract() error {
	if f.readOnly != nil {
		return nil
	}
	return remove(f.path(serverFile))
}

// release gives the folder up. What stands in it about this process goes
// first, so that a server.json is never older than the lock.
func (f *folder) release() error {
	if f.readOnly != nil {
		if f.lock == nil {
			return nil
		}
		return f.lock.Unlock()
	}
	return errors.Join(f.retract(), remove(f.path(holderFile)), f.lock.Unlock())
}

// claimOrServer claims the folder or, where a server has it, returns that
// server's address instead. It waits lockWait for any other holder to end.
func claimOrServer(ctx context.Context, dir, command string) (*folder, string, error) {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	for {
		f, err := claim(dir, command)
		var held *heldError
		if !errors.As(err, &held) {
			return f, "", err
		}
		var server holder
		if readJSON(filepath.Join(dir, serverFile), &server) == nil && server.Address != "" {
			return nil, server.Address, nil
		}
		select {
		case <-ctx.Done():
			return nil, "", held
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// makeToken gives the folder a new secret for writing. Where it cannot be written it is
// this process's alone.
func (f *folder) makeToken() (string, error) {
	var secret [24]byte
	rand.Read(secret[:])
	token := hex.EncodeToString(secret[:])
	if err := writeAtomically(f.path(tokenFile), []byte(token+"\n")); err != nil && !cannotWrite(err) {
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
