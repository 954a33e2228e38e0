// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.common.BoxerException;
import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.FilePath;
import io.boxer.elastic.rpc.FileStatus;
import io.boxer.elastic.tier.StoreClient;
import io.boxer.elastic.tier.StoreClient.NamenodeTask;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.crail.CrailNodeType;
import org.apache.crail.conf.CrailConstants;
import org.apache.crail.metadata.BlockInfo;
import org.apache.crail.metadata.DataNodeInfo;
import org.apache.crail.metadata.FileInfo;
import org.apache.crail.metadata.FileName;
import org.apache.crail.rpc.RpcConnection;
import org.apache.crail.rpc.RpcCreateFile;
import org.apache.crail.rpc.RpcDeleteFile;
import org.apache.crail.rpc.RpcFuture;
import org.apache.crail.rpc.RpcGetBlock;
import org.apache.crail.rpc.RpcGetDataNode;
import org.apache.crail.rpc.RpcGetFile;
import org.apache.crail.rpc.RpcGetLocation;
import org.apache.crail.rpc.RpcPing;
import org.apache.crail.rpc.RpcRenameFile;
import org.apache.crail.rpc.RpcVoid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crail's questions to the namenode, in our messages. Each is asked again until {@code crail.rpctimeout}, across restarts of the
 * namenode; those that change something carry a {@link Caller}, by which a repetition is known.
 *
 * <p>Thread-safe.
 */
final class ElasticRpcConnection implements RpcConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ElasticRpcConnection.class);

    private final StoreClient client;
    private final FileTable files = new FileTable();
    private final AtomicLong requests = new AtomicLong();

    ElasticRpcConnection(StoreClient client) {
        this.client = client;
    }

    @Override
    public RpcFuture<RpcCreateFile> createFile(
            FileName name, CrailNodeType type, int storageClass, int locationClass, boolean enumerable) {
        FilePath path = NamedPaths.of(name);
        ClientRequest request = new ClientRequest.CreateFile(
                nextCaller(), path, type.getLabel(), storageClass, locationClass, enumerable);
        return ask(namenode -> {
            ClientReply reply = namenode.to(request);
            if (reply instanceof ClientReply.File created) {
                files.learn(created.file(), created.blocks());
                files.learnContainer(created.parent().fd());
                return created(created, isNamed(path));
            }
            throw Refusals.of("createNode", reply);
        });
    }

    /** The namenode that was told the name needs no record of it. */
    private RpcCreateFile created(ClientReply.File reply, boolean named) {
        return new Responses.Created(
                named ? ElasticFileInfo.unlisted(reply.file()) : ElasticFileInfo.of(reply.file()),
                ElasticFileInfo.of(reply.parent()),
                firstBlock(reply),
                recordBlock(reply.parent().fd(), reply.file().directoryOffset()));
    }

    @Override
    public RpcFuture<RpcGetFile> getFile(FileName name, boolean writeable) {
        FilePath path = NamedPaths.of(name);
        return ask(namenode -> {
            ClientReply reply = namenode.to(new ClientRequest.GetFile(path));
            if (reply instanceof ClientReply.File found) {
                files.learn(found.file(), found.blocks());
                return new Responses.Found((short) 0, ElasticFileInfo.of(found.file()), firstBlock(found));
            }
            if (Refusals.isAbsence(reply)) {
                return new Responses.Found(Refusals.code(reply), null, null);
            }
            throw Refusals.of("lookup", reply);
        });
    }

    @Override
    public RpcFuture<RpcVoid> setFile(FileInfo file, boolean close) {
        ClientRequest request = new ClientRequest.SetFile(file.getFd(), file.getToken(), file.getCapacity(), close);
        return ask(namenode -> {
            ClientReply reply = namenode.to(request);
            if (reply instanceof ClientReply.Done) {
                return new Responses.Done();
            }
            throw Refusals.of("setFile", reply);
        });
    }

    @Override
    public RpcFuture<RpcDeleteFile> removeFile(FileName name, boolean recursive) {
        FilePath path = NamedPaths.of(name);
        ClientRequest request = new ClientRequest.RemoveFile(nextCaller(), path, recursive);
        return ask(namenode -> {
            ClientReply reply = namenode.to(request);
            if (reply instanceof ClientReply.Files removed && removed.files().size() == 2) {
                forget(removed.files().get(0));
                FileInfo file = ElasticFileInfo.listedNowhere(removed.files().get(0));
                return new Responses.Removed((short) 0, file, ElasticFileInfo.nowhere());
            }
            if (Refusals.isAbsence(reply)) {
                return new Responses.Removed(Refusals.code(reply), null, null);
            }
            throw Refusals.of("delete", reply);
        });
    }

    @Override
    public RpcFuture<RpcRenameFile> renameFile(FileName source, FileName target) {
        FilePath to = NamedPaths.of(target);
        ClientRequest request = new ClientRequest.RenameFile(nextCaller(), NamedPaths.of(source), to);
        return ask(namenode -> {
            ClientReply reply = namenode.to(request);
            if (reply instanceof ClientReply.Files renamed && renamed.files().size() == 4) {
                return renamed(renamed.files(), isNamed(to));
            }
            if (Refusals.isAbsence(reply)) {
                LOG.info("rename to {}: {}", to, reply);
                return new Responses.Renamed(Refusals.code(reply), null, null);
            }
            throw Refusals.of("rename", reply);
        });
    }

    private Responses.Renamed renamed(List<FileStatus> files, boolean named) {
        FileStatus source = files.get(1);
        FileStatus targetParent = files.get(2);
        FileStatus target = files.get(3);
        forget(source);
        this.files.learnContainer(targetParent.fd());
        boolean recordWanted = !named && target.directoryOffset() >= 0;
        Responses.End to = recordWanted
                ? new Responses.End(
                        ElasticFileInfo.of(targetParent),
                        ElasticFileInfo.of(target),
                        recordBlock(targetParent.fd(), target.directoryOffset()))
                : nowhere(target);
        return new Responses.Renamed((short) 0, nowhere(source), to);
    }

    private static Responses.End nowhere(FileStatus file) {
        return new Responses.End(
                ElasticFileInfo.nowhere(),
                ElasticFileInfo.listedNowhere(file),
                ElasticBlockInfo.ofContainer(ElasticFileInfo.NOWHERE_FD, 0));
    }

    /** Answered from what is known where possible, without a thread or a message. */
    @Override
    public RpcFuture<RpcGetBlock> getBlock(long fd, long token, long position, long capacity) {
        int index = Math.toIntExact(position / CrailConstants.BLOCK_SIZE);
        if (files.isContainer(fd)) {
            return known(ElasticBlockInfo.ofContainer(fd, index));
        }
        FileBlocks blocks = files.of(fd);
        Optional<ElasticBlockInfo> block = blocks.find(index);
        if (block.isEmpty()) {
            return ask(namenode -> new Responses.Block(blocks.fetch(index, token, namenode)));
        }
        if (blocks.wantsMore(index, token)) {
            var unused = client.ask(namenode -> {
                blocks.fetchAhead(index, token, namenode);
                return new Responses.Done();
            });
        }
        return known(block.get());
    }

    private static RpcFuture<RpcGetBlock> known(BlockInfo block) {
        return new ElasticRpcFuture<>(CompletableFuture.completedFuture(new Responses.Block(block)));
    }

    @Override
    public RpcFuture<RpcGetLocation> getLocation(FileName name, long position) {
        FilePath path = NamedPaths.of(name);
        int index = Math.toIntExact(position / CrailConstants.BLOCK_SIZE);
        return ask(namenode -> {
            ClientReply reply = namenode.to(new ClientRequest.GetFile(path));
            if (!(reply instanceof ClientReply.File found)) {
                throw Refusals.of("getLocation", reply);
            }
            long fd = found.file().fd();
            files.learn(found.file(), found.blocks());
            BlockInfo block = FileTable.isContainer(found.file())
                    ? ElasticBlockInfo.ofContainer(fd, index)
                    : files.of(fd).fetch(index, 0, namenode);
            return new Responses.Placed(fd, block);
        });
    }

    /** @throws BoxerException always: only datanodes of stock Crail announce blocks this way */
    @Override
    public RpcFuture<RpcVoid> setBlock(BlockInfo block) {
        throw notHere("setBlock");
    }

    /** @throws BoxerException always: only datanodes of stock Crail register this way */
    @Override
    public RpcFuture<RpcGetDataNode> getDataNode(DataNodeInfo node) {
        throw notHere("getDataNode");
    }

    /** What stock Crail prints in the namenode's log is at the namenode's admin address: {@code GET /v1/status}. */
    @Override
    public RpcFuture<RpcVoid> dumpNameNode() {
        LOG.info("tier: {}; the namenode shows its state at GET /v1/status of its admin address", client.statistics());
        return new ElasticRpcFuture<>(CompletableFuture.completedFuture(new Responses.Done()));
    }

    @Override
    public RpcFuture<RpcPing> pingNameNode() {
        return ask(namenode -> {
            ClientReply reply = namenode.to(new ClientRequest.Ping());
            if (reply instanceof ClientReply.Done) {
                return new Responses.Done();
            }
            throw Refusals.of("ping", reply);
        });
    }

    /** Nothing to do: {@link ElasticRpc} closes the store's client. */
    @Override
    public void close() {
        // ElasticRpc closes it
    }

    @Override
    public String toString() {
        return client.settings().namenode().toString();
    }

    private <T> RpcFuture<T> ask(NamenodeTask<? extends T> task) {
        return new ElasticRpcFuture<>(client.ask(task));
    }

    private Caller nextCaller() {
        return new Caller(client.clientId(), requests.incrementAndGet());
    }

    private void forget(FileStatus file) {
        files.forget(file.fd())
                .ifPresent(blocks ->
                        blocks.known().forEach(block -> client.locations().forget(block.getLba())));
    }

    private BlockInfo firstBlock(ClientReply.File reply) {
        FileStatus file = reply.file();
        return FileTable.isContainer(file)
                ? ElasticBlockInfo.ofContainer(file.fd(), 0)
                : files.of(file.fd()).find(0).orElseGet(ElasticBlockInfo::none);
    }

    /** @return the block of a container in which the record at this offset lies; a negative offset has none to write */
    private static BlockInfo recordBlock(long container, long offset) {
        return ElasticBlockInfo.ofContainer(container, Math.max(0, offset) / CrailConstants.BLOCK_SIZE);
    }

    private static boolean isNamed(FilePath path) {
        return !path.text().isEmpty();
    }

    private static BoxerException notHere(String what) {
        return BoxerException.user(
                "%s is for datanodes of stock Crail; those of this store find the namenode by themselves:"
                        + " start 'boxer datanode --namenode HOST:PORT --name NAME'",
                what);
    }
}
