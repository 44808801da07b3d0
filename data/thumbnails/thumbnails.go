// Package thumbnails keeps small pictures of papers in a folder, so that a reader's browser loads
// them from this server and from no other.
//
// Put checks that a picture is what it says it is, and stores it under a name that has the hash of
// the paper's id, its width and its height: "<hash>-<width>x<height>.png". The folder is a cache:
// it may be deleted while no server runs, is not part of a backup, and beyond its maximum size the
// pictures that were stored first are deleted. The package makes no requests.
package thumbnails

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // for image.DecodeConfig
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"paperboy/data"
)

const (
	// MaxImageBytes is the maximum size of a picture. Those of Daily Papers have about 100 kB.
	MaxImageBytes = 2 << 20
	// MaxBytes is the maximum size of all pictures of a Cache together.
	MaxBytes = 512 << 20
	// maxPixels is the maximum width and height: a larger picture is no thumbnail, and a browser
	// would need much memory for it.
	maxPixels = 4096
)

// ErrNotImage means that data is not a PNG, JPEG or GIF picture of a permitted size.
var ErrNotImage = errors.New("not a PNG, JPEG or GIF picture of at most 2 MiB and 4096 pixels a side")

// mediaTypes has the types by the names that package image has for them, which are also the endings
// of the files.
var mediaTypes = map[string]string{"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif"}

// A Thumbnail is a stored picture.
type Thumbnail struct {
	// Name is that of its file.
	Name string
	// Width and Height are in pixels.
	Width, Height int
}

// A Cache is a folder of pictures. It may be used concurrently, but by one process.
type Cache struct {
	folder string
	max    int64

	mu    sync.Mutex // guards the rest
	byKey map[string]stored
	bytes int64
}

// stored is a picture of a Cache.
type stored struct {
	Thumbnail
	bytes int64
	at    time.Time
}

// fileName matches the name of a picture.
var fileName = regexp.MustCompile(`^([0-9a-f]{32})-(\d{1,4})x(\d{1,4})\.(png|jpeg|gif)$`)

// unfinished is how the name of a picture begins while it is written.
const unfinished = ".new-"

// Open opens the cache in a folder, which is created if necessary. max is the maximum size of all
// pictures in bytes; 0 means MaxBytes. Pictures that were not written to their end are removed.
// Files with other names are left alone.
func Open(folder string, max int64) (*Cache, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("open thumbnails: %w", err)
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("open thumbnails: %w", err)
	}
	c := &Cache{folder: folder, max: cmp.Or(max, MaxBytes), byKey: map[string]stored{}}
	for _, file := range files {
		if strings.HasPrefix(file.Name(), unfinished) {
			_ = os.Remove(filepath.Join(folder, file.Name()))
			continue
		}
		m := fileName.FindStringSubmatch(file.Name())
		info, err := file.Info()
		if m == nil || err != nil || !info.Mode().IsRegular() {
			continue
		}
		width, _ := strconv.Atoi(m[2])
		height, _ := strconv.Atoi(m[3])
		c.byKey[m[1]] = stored{Thumbnail{file.Name(), width, height}, info.Size(), info.ModTime()}
		c.bytes += info.Size()
	}
	return c, nil
}

// Of returns the picture of a paper. It returns false if there is none.
func (c *Cache) Of(id data.ID) (Thumbnail, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.byKey[key(id)]
	return s.Thumbnail, ok
}

// Read returns the picture with a name, and its media type. The error wraps fs.ErrNotExist if the
// cache has none.
func (c *Cache) Read(name string) (picture []byte, mediaType string, err error) {
	m := fileName.FindStringSubmatch(name)
	if m == nil {
		return nil, "", fmt.Errorf("read thumbnail %q: %w", name, fs.ErrNotExist)
	}
	picture, err = os.ReadFile(filepath.Join(c.folder, name))
	if err != nil {
		return nil, "", fmt.Errorf("read thumbnail: %w", err)
	}
	return picture, mediaTypes[m[4]], nil
}

// Put stores the picture of a paper, in place of the one that it had. The type is that of the
// content, whatever its server called it. The error wraps ErrNotImage if it is none of those that
// are allowed.
func (c *Cache) Put(id data.ID, picture []byte) error {
	if len(picture) > MaxImageBytes {
		return ErrNotImage
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil || mediaTypes[kind] == "" || min(config.Width, config.Height) < 1 || max(config.Width, config.Height) > maxPixels {
		return ErrNotImage
	}
	name := fmt.Sprintf("%s-%dx%d.%s", key(id), config.Width, config.Height, kind)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.write(name, picture); err != nil {
		return fmt.Errorf("store thumbnail: %w", err)
	}
	if before, ok := c.byKey[key(id)]; ok {
		c.bytes -= before.bytes
		if before.Name != name {
			_ = os.Remove(filepath.Join(c.folder, before.Name))
		}
	}
	c.byKey[key(id)] = stored{Thumbnail{name, config.Width, config.Height}, int64(len(picture)), time.Now()}
	c.bytes += int64(len(picture))
	c.evict()
	return nil
}

// write writes a file under a temporary name first, so that a reader never sees a part of it.
func (c *Cache) write(name string, content []byte) error {
	temporary, err := os.CreateTemp(c.folder, unfinished+"*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(content)
	if err = errors.Join(err, temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), filepath.Join(c.folder, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return nil
}

// evict deletes the oldest pictures until the rest have at most max bytes.
func (c *Cache) evict() {
	if c.bytes <= c.max {
		return
	}
	keys := make([]string, 0, len(c.byKey))
	for k := range c.byKey {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(c.byKey[a].at.Compare(c.byKey[b].at), cmp.Compare(a, b))
	})
	for _, k := range keys {
		if c.bytes <= c.max {
			return
		}
		_ = os.Remove(filepath.Join(c.folder, c.byKey[k].Name)) // at worst Open finds it again
		c.bytes -= c.byKey[k].bytes
		delete(c.byKey, k)
	}
}

// key returns the part of a file's name that depends on the paper.
func key(id data.ID) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:16])
}
