import { openMemoryLedger } from "../../chaos/memory-ledger.ts";
import { describeLedgerContract } from "../ledger/contract.ts";

describeLedgerContract("The ledger in memory", async () => openMemoryLedger());
