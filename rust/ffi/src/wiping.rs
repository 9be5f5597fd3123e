//! Memory that is overwritten when it is given back.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;

/// An allocator that overwrites each block before it goes. Buffers of HTTP, TLS and JSON hold tokens for a moment, and who
/// made them does not clear them.
pub struct Wiping<A = System>(pub A);

// SAFETY: every call goes to the other allocator as it came, and a block is written to while it is still the caller's. One
// that grows is another block here, which is what `realloc` does by itself, so that the old one is overwritten, too.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Wiping<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is ours.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is ours.
        unsafe { self.0.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller gives a block of that size, and nobody else uses it any more.
        unsafe { block.write_bytes(0, layout.size()) };
        // Else the write could be left out, as nobody reads what was written.
        black_box(block);
        // SAFETY: the caller's promise is ours.
        unsafe { self.0.dealloc(block, layout) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Counts the blocks that came back, and the bytes in them that are something.
    #[derive(Default)]
    struct Looking {
        blocks: AtomicUsize,
        left: AtomicUsize,
    }

    // SAFETY: every call goes to the system's allocator as it came.
    unsafe impl GlobalAlloc for Looking {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            // SAFETY: the caller's promise is ours.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            // SAFETY: the caller gives a block of that size, which was written to.
            let bytes = unsafe { std::slice::from_raw_parts(block, layout.size()) };
            self.blocks.fetch_add(1, Ordering::Relaxed);
            self.left
                .fetch_add(bytes.iter().filter(|byte| **byte != 0).count(), Ordering::Relaxed);
            // SAFETY: the caller's promise is ours.
            unsafe { System.dealloc(block, layout) }
        }
    }

    #[test]
    fn a_block_that_goes_or_grows_is_overwritten_first() {
        let memory = Wiping(Looking::default());
        let layout = Layout::from_size_align(100, 8).unwrap();
        // SAFETY: the layout has a size.
        let block = unsafe { memory.alloc(layout) };
        // SAFETY: the block has that size.
        unsafe { block.write_bytes(7, 100) };
        // SAFETY: the block is of this allocator and has that layout.
        let larger = unsafe { memory.realloc(block, layout, 200) };
        // SAFETY: the first half of it was written to.
        assert_eq!(unsafe { larger.read() }, 7);
        // SAFETY: the block has that size.
        unsafe { larger.write_bytes(7, 200) };
        // SAFETY: the block is of this allocator and has that size.
        unsafe { memory.dealloc(larger, Layout::from_size_align(200, 8).unwrap()) };
        assert_eq!(memory.0.blocks.load(Ordering::Relaxed), 2);
        assert_eq!(memory.0.left.load(Ordering::Relaxed), 0);
    }
}
