package bleveindex

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/util"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"paperboy/data/panics"
	"paperboy/index/embedded/segment"
)

// verify reads an index folder before Bleve does: Bleve silently opens flipped bytes, and
// replaces a lost segment by an older snapshot or an empty index. verify rewrites root.bolt
// from what can be walked of it, and checks the checksum of every segment of its newest
// snapshot; this reads only what reading the segments reads anyway. If nothing can be written,
// root.bolt is only read.
func verify(ctx context.Context, dir string, readOnly bool) error {
	var segments []string
	err := panics.Recover("embedded.verify", func() (err error) {
		path := filepath.Join(dir, "root.bolt")
		if !readOnly {
			if err := rewrite(path); err != nil && !isDiskFull(err) {
				return err
			}
		}
		segments, err = segmentFiles(path)
		return err
	})
	if err != nil {
		return fmt.Errorf("verify root.bolt: %w", err)
	}
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, name := range segments {
		group.Go("embedded.verify", func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := verifySegment(filepath.Join(dir, name)); err != nil {
				return fmt.Errorf("verify segment: %w", err)
			}
			return nil
		})
	}
	return group.Wait()
}

// rewrite replaces a bolt file by a copy of what can be reached in it. Damage that no walk
// reaches, in the list of free pages, would end Bleve's persister at its next write, and every
// Apply would then wait forever. Reading that list at opening does not find all of it, and
// bolt's own Check panics on a goroutine where nobody can catch it.
func rewrite(path string) error {
	copied := path + ".new"
	if err := os.Remove(copied); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err := compact(copied, path)
	if err == nil {
		err = os.Rename(copied, path)
	}
	if err != nil {
		os.Remove(copied) // on a full disk it takes the last room
	}
	return err
}

func compact(to, from string) (err error) {
	src, err := bolt.Open(from, 0o600, &bolt.Options{ReadOnly: true, Timeout: time.Second, OpenFile: openExisting})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	dst, err := bolt.Open(to, 0o600, &bolt.Options{Timeout: time.Second})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	return bolt.Compact(dst, src, 0)
}

// segmentFiles returns the names of the newest snapshot's files.
func segmentFiles(path string) (names []string, err error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: time.Second, OpenFile: openExisting})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return names, db.View(func(tx *bolt.Tx) error {
		snapshots := tx.Bucket(util.BoltSnapshotsBucket)
		if snapshots == nil {
			return errors.New("no snapshot")
		}
		newest, _ := snapshots.Cursor().Last()
		snap := snapshots.Bucket(newest)
		if snap == nil {
			return errors.New("no snapshot")
		}
		return snap.ForEachBucket(func(key []byte) error {
			bucket := snap.Bucket(key)
			if name := bucket.Get(util.BoltPathKey); name != nil {
				names = append(names, string(name))
			}
			return nil
		})
	})
}

// removeSegments removes the files of a closed index that its newest snapshot does not use:
// those of merged segments, which Bleve leaves until it opens the index again, and their lanes.
func removeSegments(dir string) error {
	var inUse []string
	err := panics.Recover("embedded.verify", func() (err error) {
		inUse, err = segmentFiles(filepath.Join(dir, "root.bolt"))
		return err
	})
	if err != nil {
		return fmt.Errorf("tidy index: %w", err)
	}
	all, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("tidy index: %w", err)
	}
	for _, file := range all {
		name := file.Name()
		of, isLanes := strings.CutSuffix(name, segment.LanesSuffix)
		if isLanes {
			of += segmentSuffix
		}
		if filepath.Ext(of) == segmentSuffix && !slices.Contains(inUse, of) {
			if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("tidy index: %w", err)
			}
		}
	}
	return nil
}

// openExisting keeps bolt from creating a missing file.
func openExisting(path string, flag int, mode os.FileMode) (*os.File, error) {
	return os.OpenFile(path, flag&^os.O_CREATE, mode)
}

// verifySegment compares a segment with the CRC-32 in its last four bytes.
func verifySegment(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-segment.ChecksumLen); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var want [segment.ChecksumLen]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if binary.BigEndian.Uint32(want[:]) != sum.Sum32() {
		return fmt.Errorf("%s: %w", path, segment.ErrChecksum)
	}
	return nil
}

// isBusy reports that another process holds a bolt file.
func isBusy(err error) bool { return errors.Is(err, bolterrors.ErrTimeout) }
