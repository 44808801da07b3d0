package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"paperboy/data"
)

// The limits of reading lists. They limit what anonymous users can write.
const (
	// MaxLists is the maximum number of lists in a store.
	MaxLists = 10_000
	// MaxListed is the maximum number of papers in a list, including deleted ones.
	MaxListed = 1_000
	// MaxListBytes is the maximum size of a list: its name, and for each paper the note
	// and 64 bytes. MaxListsBytes is the maximum size of all lists together.
	MaxListBytes  = 1 << 20
	MaxListsBytes = 256 << 20
)

var (
	// ErrNoList means that there is no list with a key or number.
	ErrNoList = errors.New("no reading list has this address")
	// ErrTooManyLists means that a store has MaxLists lists.
	ErrTooManyLists = fmt.Errorf("there are %d reading lists, and no room for more", MaxLists)
	// ErrListFull means that a list would have more than MaxListed papers.
	ErrListFull = fmt.Errorf("a reading list has at most %d papers", MaxListed)
	// ErrListTooLarge means that a list would exceed MaxListBytes. ErrListsTooLarge means
	// that all lists together would exceed MaxListsBytes.
	ErrListTooLarge  = fmt.Errorf("a reading list holds at most %d KiB of notes", MaxListBytes>>10)
	ErrListsTooLarge = fmt.Errorf("the reading lists of this server hold %d MiB, and there is no room for more", MaxListsBytes>>20)
)

// A ListNumber identifies a reading list within one store. It is never reused.
type ListNumber uint32

// A ListKey is a secret that opens a reading list: 26 letters and digits, 130 random
// bits. A list has two: the editing key allows changing the list, the reading key only
// reading it. A store does not hold keys in clear.
type ListKey string

// A List is a reading list without its papers.
type List struct {
	Number  ListNumber
	Name    string
	Created time.Time
	// Updated is when the list's name, papers or notes last changed.
	Updated time.Time
	// Used is when the list was last opened (UseList) or changed.
	Used time.Time
	// Bytes is the size that MaxListBytes limits.
	Bytes int64
	// Papers and Gone are the numbers of live and deleted papers that Listed returns.
	Papers, Gone int
	// Edits is true for a list that was found by its editing key or by its number.
	Edits bool
	// EditKey and ReadKey are the keys, as far as they are known. A list that was found
	// by its reading key lacks the EditKey. A list that was found by its number, or by
	// Lists, lacks both, since the store does not know them.
	EditKey, ReadKey ListKey
}

// A Listed is a paper of a list. If several papers of the list have been merged, they
// are one Listed with the notes of all.
type Listed struct {
	Number data.Number
	ID     data.ID
	// Gone is true while the paper is deleted.
	Gone  bool
	Added time.Time
	Note  string
}

// Lists is the part of a Store that reads reading lists.
type Lists interface {
	// List returns the list that a key opens, or ErrNoList. The time it takes does not
	// reveal how much of the key is right.
	List(ctx context.Context, key ListKey) (List, error)
	// CountLists returns the number of lists.
	CountLists(ctx context.Context) (int, error)
	// ListNumbered returns the list with a number, without its keys, or ErrNoList.
	ListNumbered(ctx context.Context, number ListNumber) (List, error)
	// Lists returns all lists without their keys, the last updated first.
	Lists(ctx context.Context) ([]List, error)
	// Listed returns the papers of a list, the last added first.
	Listed(ctx context.Context, list ListNumber) ([]Listed, error)
	// AmongListed returns the ids that papers of a list have.
	AmongListed(ctx context.Context, list ListNumber, ids []data.ID) (map[data.ID]bool, error)
}

// ListTx is the part of a Tx that changes reading lists. Its methods return ErrNoList if
// there is no such list. Those that make a list larger may return ErrListTooLarge or
// ErrListsTooLarge.
type ListTx interface {
	// List and ListNumbered are those of Lists within this transaction.
	List(key ListKey) (List, error)
	ListNumbered(number ListNumber) (List, error)
	// CreateList creates an empty list with two new keys. It returns ErrTooManyLists if
	// the store has MaxLists.
	CreateList(name string) (List, error)
	RenameList(list ListNumber, name string) error
	// RenewKey replaces the editing key or the reading key of a list that List or
	// ListNumbered returned, and returns the list with its present keys. The old key no
	// longer opens the list. If the EditKey of the list is empty, RenewKey replaces both
	// keys, since it cannot make the old reading key known to holders of a new editing
	// key.
	RenewKey(list List, editing bool) (List, error)
	// DeleteList deletes a list and its keys.
	DeleteList(list ListNumber) error
	// UseList records that a list was opened.
	UseList(list ListNumber) error
	// UnusedLists returns the lists that were last used before a time, without keys. If
	// emptyOnly is true, it returns only lists without papers.
	UnusedLists(before time.Time, emptyOnly bool) ([]List, error)
	// AddListed adds papers to a list in the given order and returns the number of those
	// that were not in it. It returns ErrListFull if the list would exceed MaxListed.
	AddListed(list ListNumber, papers []data.Number) (added int, err error)
	// Annotate sets the note of papers. It ignores papers that are not in the list.
	Annotate(list ListNumber, papers []data.Number, note string) error
	// RemoveListed removes papers from a list and returns the number of those that were
	// in it.
	RemoveListed(list ListNumber, papers []data.Number) (removed int, err error)
}
