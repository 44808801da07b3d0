package library

import (
	"encoding/json"
	"os"
	"sync"

	"paperboy/data"
)

// keyedEvery is how many changes pass between two writes of a keyedFile: a start reads fewer for
// it, in less than .1 s.
const keyedEvery = 1000

// keyedFile remembers up to which change of a store all papers have citation keys, so that a start
// need not read all of them to find those of an older version of Paperboy that have none. If the
// file is lost, is of another store or cannot be written, that is read again.
type keyedFile struct {
	path, store string

	mu      sync.Mutex    // guards through
	through data.Sequence // what the file says
}

// keyedState is the content of a keyedFile.
type keyedState struct {
	Store   string        `json:"store"`
	Through data.Sequence `json:"keyed_through"`
}

// openKeyed returns the file at path of a store whose last change is head.
func openKeyed(path, store string, head data.Sequence) *keyedFile {
	k := &keyedFile{path: path, store: store}
	text, err := os.ReadFile(path)
	var state keyedState
	if err == nil && json.Unmarshal(text, &state) == nil && state.Store == store && state.Through <= head {
		k.through = state.Through
	}
	return k
}

// note writes a later change into the file if it is much later. A file that cannot be written costs
// the next start some time, and nothing else.
func (k *keyedFile) note(through data.Sequence) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if through < k.through+keyedEvery {
		return
	}
	text, err := json.Marshal(keyedState{k.store, through})
	if err == nil {
		err = os.WriteFile(k.path+".new", text, 0o600)
	}
	if err == nil {
		err = os.Rename(k.path+".new", k.path)
	}
	if err != nil {
		_ = os.Remove(k.path + ".new")
	}
	k.through = through // also after an error: not to try again with each change
}
