package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"paperboy/data"
)

// The caps of reading lists. They bound what those can write who may keep lists
// without being known.
const (
	// MaxLists is how many lists a store keeps.
	MaxLists = 10_000
	// MaxListed is how many papers a list has, those that are gone included.
	MaxListed = 1_000
	// MaxListBytes is how much a list holds: its name, and for each paper its note and
	// 64 bytes. MaxListsBytes is how much all lists hold.
	MaxListBytes  = 1 << 20
	MaxListsBytes = 256 << 20
)

var (
	// ErrNoList means that a key opens no list.
	ErrNoList = errors.New("no reading list has this address")
	// ErrTooManyLists means that a store has MaxLists.
	ErrTooManyLists = fmt.Errorf("there are %d reading lists, and no room for more", MaxLists)
	// ErrListFull means that a list would have more than MaxListed papers.
	ErrListFull = fmt.Errorf("a reading list has at most %d papers", MaxListed)
	// ErrListTooLarge means that a list would exceed MaxListBytes, ErrListsTooLarge that
	// all lists would exceed MaxListsBytes.
	ErrListTooLarge  = fmt.Errorf("a reading list holds at most %d KiB of notes", MaxListBytes>>10)
	ErrListsTooLarge = fmt.Errorf("the reading lists of this server hold %d MiB, and there is no room for more", MaxListsBytes>>20)
)

// ListNumber addresses a reading list within one store. It is never reused.
type ListNumber uint32

// ListKey is the secret by which people reach a reading list: 26 letters and
// digits, 130 random bits. Whoever has a list's editing key may change it,
// whoever has its reading key may look. A store keeps no key in clear.
type ListKey string

// List is a reading list without its papers.
type List struct {
	Number  ListNumber
	Name    string
	Created time.Time
	// Updated is when the list last got another name, paper or note, or lost one.
	Updated time.Time
	// Used is when the list was last opened (UseList) or changed.
	Used time.Time
	// Bytes is what counts for MaxListBytes.
	Bytes int64
	// Papers and Gone are how many papers Listed gives, live and deleted.
	Papers, Gone int
	// Edits is true of a list that was found by its editing key, or by its number.
	Edits bool
	// EditKey is empty in a list that was found by its reading key. Both are empty in one
	// that was found by its number, or among all: the store does not know them.
	EditKey, ReadKey ListKey
}

// Listed is a paper of a list, as it now stands: where two of the list were
// merged since they were put there, it is one, with the notes of both.
type Listed struct {
	Number data.Number
	ID     data.ID
	// Gone is true of a paper that was deleted. It is back when it is restored.
	Gone  bool
	Added time.Time
	Note  string
}

// Lists is the part of a Store that reads reading lists.
type Lists interface {
	// List returns the list that a key opens, or ErrNoList. How long that takes
	// does not depend on how much of the key is right.
	List(ctx context.Context, key ListKey) (List, error)
	// CountLists is how many lists there are.
	CountLists(ctx context.Context) (int, error)
	// ListNumbered returns the list of a number, without its keys, or ErrNoList.
	ListNumbered(ctx context.Context, number ListNumber) (List, error)
	// Lists returns all lists without their keys, the one last updated first.
	Lists(ctx context.Context) ([]List, error)
	// Listed returns a list's papers, the one last added first.
	Listed(ctx context.Context, list ListNumber) ([]Listed, error)
	// AmongListed returns those of ids that answer to a paper of a list.
	AmongListed(ctx context.Context, list ListNumber, ids []data.ID) (map[data.ID]bool, error)
}

// ListTx is the part of a Tx that changes reading lists. Its methods, but for
// List and CreateList, return ErrNoList for the number of no list.
type ListTx interface {
	// List and ListNumbered are those of Lists, as of this Update.
	List(key ListKey) (List, error)
	ListNumbered(number ListNumber) (List, error)
	// CreateList makes an empty list with two new keys. It returns
	// ErrTooManyLists where there are MaxLists.
	CreateList(name string) (List, error)
	RenameList(list ListNumber, name string) error
	// RenewKey gives a list, which List or ListNumbered returned, another key for editing
	// or for reading, and returns it with the keys that it then has. The one that it had
	// opens nothing any more. A list whose EditKey is empty gets both keys anew, since the
	// key for reading could not be shown to the holders of another one for editing.
	RenewKey(list List, editing bool) (List, error)
	// DeleteList ends a list and its keys.
	DeleteList(list ListNumber) error
	// UseList notes that a list was opened.
	UseList(list ListNumber) error
	// UnusedLists returns the lists last used before a moment, without keys; if emptyOnly,
	// those of them without papers.
	UnusedLists(before time.Time, emptyOnly bool) ([]List, error)
	// AddListed puts papers into a list, each behind the one before, and returns
	// how many were not in it. It returns ErrListFull beyond MaxListed. All that makes
	// a list larger may return ErrListTooLarge or ErrListsTooLarge.
	AddListed(list ListNumber, papers []data.Number) (added int, err error)
	// Annotate sets the note of those of papers that a list has.
	Annotate(list ListNumber, papers []data.Number, note string) error
	// RemoveListed takes papers out of a list and returns how many were in it.
	RemoveListed(list ListNumber, papers []data.Number) (removed int, err error)
}
